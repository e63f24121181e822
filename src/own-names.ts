/**
 * Properties of objects that no other file knows when all of the library is one: the script tag that holds everything
 * has them under short names. Nothing of this file is in a bundle.
 *
 * Why a list: whatever the page, the server, the worker of another file or another version of the library knows must
 * keep its name. A new name that is missing here costs a few bytes; `test/unit/own-names.test.ts` finds the names that
 * may not be here.
 */
export const OWN_NAMES = [
  'abandon addedIds announce attach attachment batch batches belongsTo blockClass blockedStyle canDecompress',
  'captureEnabled catchUp changes claim claimPage colorsBlocked comma concerns configured configUrl counts',
  'databaseName decision doc drain dropCounts drops eagerSnapshot elapsed encodeInSlices encodeNow encoder',
  'endIfDropped endLease environment expect findRemoteConfig findSource finishSnapshot follow forgetCount forgetLate',
  'forgetRecent forgetStored forgive gate gathering getId getNode guard guarded handlers hasDatabase hasSnapshot',
  'hasWorker healed idleTimeoutMs idOf inlineStylesheet inlineStylesheets isAlone isBeginningAfresh isBehind isBlocked',
  'isCssCaptured isDurable isDurableWanted isEmpty isHeld isHidden isLate isLittle isLoaded isMasked isOn isOnline',
  'isOver isReading isSecret isSecretName isSelector isShown isTimeUp joinedRules journalOf keepLimits lastProblem',
  'learn lease leaveOut leftCount listen loadPart loadRecorderPart loadTargetingPart localRate makeBatches makeRoom',
  'maskCss maskParts maxAttempts maxBatchLength maxBytes maxEventBytes maxMergedBytes maxRawBytes maxRowLength members',
  'merge minDuration minWindowMs mirror moves mutationObserverCtor nodeOf nodeWithId nowMs onCalm onChange onConfig',
  'onDelivered onDropped onEvent onExceeded onExit onFailed onFirst onFocus onHidden onLost onOnline onOpen onPassword',
  'onRead onReturn onSealed onSerialised onSnapshot onSnapshotFailed onTakenOver onTooLarge onWayFree openDurable',
  'othersLive outsideZones ownTabId parts phase quotaBytes reading readPage recordedVisit recovered remember repack',
  'repacker retryAfterMs sampling sealNow secrets sendAtExit sentCount serialise sessionOf setIdentity setOptOut',
  'setRules settings settle settled sharedIdentity sift snapshotOnFocus spawnWorker spend started startRecording',
  'survivesExit takeAll takeFullSnapshot takeSnapshot takesOver targeted targetingFailed tellDue textAreas timeoutMs',
  'trackUrl uniqueId useWorker watchSheets wayIsFree whenIdle win writeLate',
].flatMap((line) => line.split(' '));
