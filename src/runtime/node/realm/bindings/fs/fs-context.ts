import type { RealmContext } from '../../context.ts'
import type { Files } from './files.ts'
import type { Requests } from './requests.ts'
import type { StatArrays } from './stats.ts'

/** State shared by the operations of one realm. */
export interface FsContext {
  realm: RealmContext
  files: Files
  requests: Requests
  arrays: StatArrays
}
