/** Builds a running network from a plain description. The lab floor reads topology files. */
export { type BuildOptions, buildNetwork, type SimulatedNetwork } from './build.ts'
export type {
  HostDescription,
  InterfaceDescription,
  LinkDescription,
  NetworkDescription,
  NodeDescription,
  PortProtocols,
  SwitchDescription,
} from './description.ts'
export { captureLoopback, LoopbackCapture } from './loopback-capture.ts'
export { Network } from './network.ts'
