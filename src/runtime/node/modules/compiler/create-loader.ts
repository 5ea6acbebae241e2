import { createBareModuleLoader } from '../loader.ts'
import type { ModuleLoader, ModuleLoaderOptions } from '../types.ts'
import { compileModule } from './compile-module.ts'

/** Creates a loader with the compiler of this folder, unless it is given another; nothing is read or run before the first import. */
export function createModuleLoader(options: ModuleLoaderOptions): ModuleLoader {
  return createBareModuleLoader({ ...options, compile: options.compile ?? compileModule })
}
