import type { Edit } from '../../edit-text.js';

/** How rrweb's recorder watches what a visitor does: without the options that are never set, and browsers long gone. */
export const VISITOR_OBSERVERS: Edit[] = [
  [
    'function throttle(',
    'function getWindowScroll(',
    `function throttle(task, wait, isLastTold = true) {
       let timer, previous = 0;
       const run = (given) => {
         clearTimeout(timer);
         timer = undefined;
         previous = nowTimestamp();
         task(given);
       };
       return (given) => {
         const remaining = wait - (nowTimestamp() - previous);
         if (remaining <= 0 || remaining > wait) run(given);
         else if (isLastTold) timer ??= later(() => run(given), remaining);
       };
     }
     function hookSetter(target, key, tell) {
       const original = Object.getOwnPropertyDescriptor(target, key);
       if (!original?.set) return () => {};
       Object.defineProperty(target, key, {
         set(value) {
           later(() => tell(this), 0);
           original.set.call(this, value);
         },
       });
       return () => Object.defineProperty(target, key, original);
     }
     const onEach = (names, listener, { doc }) => {
       const stops = names.map((name, index) => on(name, listener(index), doc));
       return () => stops.forEach((stop) => stop());
     };
     const pointOf = (event) => event.changedTouches ? event.changedTouches[0] : event;`,
  ],
  [
    'function initMoveObserver({',
    'function getNestedCSSRulePositions(',
    `const shownTarget = (event, o) => {
       const target = getEventTarget(event);
       return target && !isBlocked(target, o.blockClass, o.blockSelector) && target;
     };
     function initMoveObserver(o) {
       let positions = [], since;
       const tellAll = throttle((source) => {
         const offset = nowTimestamp() - since;
         for (const position of positions) position.timeOffset -= offset;
         o.mousemoveCb(positions, source);
         positions = [];
         since = undefined;
       }, 500);
       const update = throttle((event) => {
         const { clientX: x, clientY: y } = pointOf(event);
         since ??= nowTimestamp();
         let shown = getEventTarget(event);
         // Nothing need be told for it.
         while (shown && !mirror.hasNode(shown)) shown = index.parentElement(shown);
         positions.push({ x, y, id: mirror.getMeta(shown)?.id ?? -1, timeOffset: nowTimestamp() - since });
         tellAll(MOVES[event.type]);
       }, o.sampling.mousemove, false);
       return onEach(Object.keys(MOVES), () => update, o);
     }
     const MOVES = {
       mousemove: IncrementalSource.MouseMove,
       touchmove: IncrementalSource.TouchMove,
       drag: IncrementalSource.Drag,
     };
     const INTERACTIONS = {
       pointerup: MouseInteractions.MouseUp,
       pointerdown: MouseInteractions.MouseDown,
       click: MouseInteractions.Click,
       contextmenu: MouseInteractions.ContextMenu,
       dblclick: MouseInteractions.DblClick,
       focus: MouseInteractions.Focus,
       blur: MouseInteractions.Blur,
       touchcancel: MouseInteractions.TouchCancel,
     };
     const POINTERS = ["mouse", "pen", "touch"];
     function initMouseInteractionObserver(o) {
       let lastPointer = -1;
       const tell = (event) => {
         const target = getEventTarget(event), point = pointOf(event);
         if (!point || isBlocked(target, o.blockClass, o.blockSelector)) return;
         let type = INTERACTIONS[event.type];
         let pointerType = event.changedTouches ? PointerTypes.Touch : POINTERS.indexOf(event.pointerType);
         const isTouch = pointerType === PointerTypes.Touch;
         if (pointerType >= 0) lastPointer = pointerType;
         else if (type === MouseInteractions.Click) {
           pointerType = lastPointer;
           lastPointer = -1;
         }
         // What the type says already.
         if (type < MouseInteractions.Click ? pointerType !== PointerTypes.Pen : type > MouseInteractions.Blur)
           pointerType = -1;
         if (isTouch && type < MouseInteractions.Click)
           type = type ? MouseInteractions.TouchStart : MouseInteractions.TouchEnd;
         o.mouseInteractionCb({
           type,
           id: mirror.getId(target),
           x: point.clientX,
           y: point.clientY,
           ...(pointerType >= 0 && { pointerType }),
         });
       };
       return onEach(Object.keys(INTERACTIONS), () => tell, o);
     }
     function initScrollObserver(o) {
       const { doc } = o;
       const tell = (event) => {
         const target = shownTarget(event, o);
         if (!target) return;
         const { left, top } = target === doc && doc.defaultView
           ? getWindowScroll(doc.defaultView)
           : { left: target.scrollLeft, top: target.scrollTop };
         o.scrollCb({ id: mirror.getId(target), x: left, y: top });
       };
       return on("scroll", throttle(tell, o.sampling.scroll), doc);
     }
     function initViewportResizeObserver({ viewportResizeCb }, { win }) {
       let last;
       const tell = () => {
         const size = { width: getWindowWidth(), height: getWindowHeight() };
         if (last !== (last = JSON.stringify(size))) viewportResizeCb(size);
       };
       return on("resize", throttle(tell, 200), win);
     }
     const toldInputs = new WeakMap();
     function initInputObserver(o) {
       const tell = (field, text, isChecked) => {
         const last = toldInputs.get(field);
         if (last?.text === text && last.isChecked === isChecked) return;
         toldInputs.set(field, { text, isChecked });
         o.inputCb({ text, isChecked, id: mirror.getId(field) });
       };
       const update = (event) => {
         const field = shownTarget(event, o);
         if (!field || !/^(INPUT|TEXTAREA|SELECT)$/.test(field.tagName) || field.classList.contains("rr-ignore")) return;
         const { type, name } = field;
         const isChecked = /^(radio|checkbox)$/.test(type) && field.checked;
         tell(field, field.value, isChecked);
         if (type === "radio" && name && isChecked)
           // A name with quotes in it.
           o.doc.querySelectorAll(\`input[type="radio"][name=\${JSON.stringify(name)}]\`).forEach((other) => {
             if (other !== field && other.form === field.form) tell(other, other.value, false);
           });
       };
       const hooks = [["Input", "value"], ["Input", "checked"], ["Select", "value"], ["TextArea", "value"], ["Select", "selectedIndex"]]
         .map(([type, key]) =>
           hookSetter(o.doc.defaultView[\`HTML\${type}Element\`].prototype, key, (target) => update({ target })));
       const stop = onEach(["input", "change"], () => update, o);
       // The fields have their first values after it. Of what has them already nothing need be told.
       const onReset = ({ target: form }) => {
         const changed = [...o.doc.querySelectorAll("input,textarea,select")].filter((it) =>
           it.form === form && (/^(radio|checkbox)$/.test(it.type) ? it.checked !== it.defaultChecked : it.value !== it.defaultValue));
         later(() => changed.forEach((target) => update({ target })), 0);
       };
       hooks.push(stop, on("reset", onReset, o.doc));
       return () => hooks.forEach((undo) => undo());
     }`,
  ],
  [
    'function initMediaInteractionObserver(',
    'function initObservers(o)',
    `function initMediaInteractionObserver(o) {
       // By their numbers.
       return onEach(["play", "pause", "seeked", "volumechange", "ratechange"], (type) => throttle((event) => {
         const target = shownTarget(event, o);
         if (!target) return;
         const { currentTime, volume, muted, playbackRate, loop } = target;
         o.mediaInteractionCb({ type, id: mirror.getId(target), currentTime, volume, muted, playbackRate, loop });
       }, o.sampling.media), o);
     }
     function initSelectionObserver(o) {
       let isCollapsed = true;
       const update = () => {
         const selection = o.doc.getSelection();
         if (!selection || (isCollapsed && selection.isCollapsed)) return;
         ({ isCollapsed } = selection);
         const ranges = [];
         for (let i = 0; i < selection.rangeCount; i++) {
           const { startContainer, startOffset, endContainer, endOffset } = selection.getRangeAt(i);
           if (![startContainer, endContainer].some((node) => isBlocked(node, o.blockClass, o.blockSelector)))
             ranges.push({
               start: mirror.getId(startContainer), startOffset,
               end: mirror.getId(endContainer), endOffset,
             });
         }
         o.selectionCb({ ranges });
       };
       update();
       return on("selectionchange", update, o.doc);
     }
     function initCustomElementObserver({ doc, customElementCb }) {
       return patch(doc.defaultView.customElements, "define", (original) => function (name, ...others) {
         try {
           customElementCb({ define: { name } });
         } catch {}
         return original.call(this, name, ...others);
       });
     }`,
  ],
];
