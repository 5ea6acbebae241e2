/**
 * Bindings that the library loads while it boots and a simulated process doesn't need: snapshots, tracing, the inspector,
 * reports. They do what C++ does when the feature is off.
 */
import type { RealmContext } from '../context.ts'
import type { Binding } from '../types.ts'

type Maker = (realm: RealmContext) => Binding

const nothing = () => {}

export const inertBindings: Record<string, Maker> = {
  mksnapshot: () => ({
    setSerializeCallback: nothing,
    setDeserializeCallback: nothing,
    setDeserializeMainFunction: nothing,
    isBuildingSnapshotBuffer: new Uint8Array(1),
    runEmbedderPreload: nothing,
    compileSerializeMain: nothing,
    anonymousMainPath: '__node_anonymous_main',
  }),
  trace_events: () => ({
    getEnabledCategories: nothing,
    setTraceCategoryStateUpdateHandler: nothing,
    getCategoryEnabledBuffer: () => new Uint8Array(1),
    isTraceCategoryEnabled: () => false,
    trace: nothing,
    CategorySet: class CategorySet {
      enable = nothing
      disable = nothing
    },
  }),
  async_context_frame: ({ frame }) => ({
    getContinuationPreservedEmbedderData: () => frame.current,
    setContinuationPreservedEmbedderData(value: unknown) {
      frame.current = value
    },
  }),
  diagnostics_channel: () => ({ subscribers: new Uint32Array(256), linkNativeChannel: nothing }),
  permission: () => ({ has: () => true, drop: nothing }),
  report: () => ({ shouldReportOnUncaughtException: () => false }),
  wasm_web_api: () => ({ setImplementation: nothing }),
  module_wrap: (realm) => ({
    ...realm.constants.module_wrap,
    ModuleWrap: class ModuleWrap {},
    setImportModuleDynamicallyCallback: nothing,
    setInitializeImportMetaObjectCallback: nothing,
  }),
  worker: (realm) => ({
    ...realm.constants.worker,
    isMainThread: true,
    isInternalThread: false,
    ownsProcessState: true,
    threadId: 0,
    threadName: '',
    getEnvMessagePort: nothing,
  }),
  modules: (realm) => ({ ...realm.constants.modules }),
  symbols: (realm) => realm.symbols,
  constants: (realm) => realm.constants.constants,
}
