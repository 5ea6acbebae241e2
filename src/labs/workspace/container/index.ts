/** The lab with a WebContainer: the switch, and Check inside it. */
export { ContainerChecks } from './container-checks.ts'
export { ContainerPane } from './container-pane.tsx'
export { ContainerState } from './container-state.ts'
