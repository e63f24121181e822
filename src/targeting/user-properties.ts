import type { Environment } from '../environment.js';

/** Where to find what is known of the visitor; read anew each time. */
export interface Visitor {
  /** Said by the site. Without them those of the Browser SDK count, where the page has it. */
  userProperties?: Record<string, unknown> | undefined;
  /** Of the Browser SDK. */
  instanceName?: string | undefined;
}

/** What the Browser SDK shares with other Amplitude products. Source: `@amplitude/analytics-connector`. */
type Connectors = Record<
  string,
  { identityStore: { getIdentity: () => Visitor } } | undefined
>;

/** What is known of the visitor at this moment: the Browser SDK knows what it has been told on this page. */
export function readUserProperties(
  { userProperties, instanceName }: Visitor,
  environment: Pick<Environment, 'global'>,
): Record<string, unknown> | undefined {
  const connectors = environment.global('analyticsConnectorInstances') as
    Connectors | undefined;
  return (
    userProperties ??
    connectors?.[
      instanceName || '$default_instance'
    ]?.identityStore.getIdentity().userProperties
  );
}
