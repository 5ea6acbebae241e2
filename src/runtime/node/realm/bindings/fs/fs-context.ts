import type { RealmContext } from '../../context.ts'
import type { Files } from './files.ts'
import type { Requests } from './requests.ts'
import type { StatArrays } from './stats.ts'

/** What the operations of one realm share. */
export interface FsContext {
  realm: RealmContext
  files: Files
  requests: Requests
  arrays: StatArrays
}
