import { strings } from '#strings'
import type { Banners } from '../banners.ts'
import { download } from '../download.ts'
import type { Workspace } from '../workspace.ts'
import { exportWork, importWork } from './all-work.ts'
import { folderFiles } from './folder.ts'
import type { WorkActions } from './work-menu.tsx'
import { zipFolder } from './zip.ts'

const words = strings.work

/** Downloads this exercise's folder, and exports and imports all work. */
export class WorkKeeper implements WorkActions {
  readonly #workspace: Workspace
  readonly #banners: Banners
  #storage: globalThis.Storage | null = null

  constructor(workspace: Workspace, banners: Banners) {
    this.#workspace = workspace
    this.#banners = banners
  }

  begin(storage: globalThis.Storage | null): void {
    this.#storage = storage
  }

  readonly export = (): void => {
    if (this.#storage) download('ackademy-work.json', exportWork(this.#storage), 'application/json')
  }

  readonly import = async (file: File): Promise<void> => {
    if (!this.#storage) return
    const done = importWork(this.#storage, await file.text(), Date.now())
    if (typeof done === 'string') return this.#banners.say('error', words.notWork(done))
    this.#workspace.begin(this.#storage)
    this.#workspace.storedFilesReplaced()
    this.#banners.say('info', words.imported(done))
  }

  readonly download = (): void => {
    const { exercise, files } = this.#workspace
    const zip = zipFolder(exercise.id, folderFiles(exercise, files.texts.value))
    download(`${exercise.id}.zip`, zip, 'application/zip')
  }

  readonly history = (): void => {
    this.#workspace.dialog.value = 'history'
  }

  readonly share = (): void => {
    this.#workspace.dialog.value = 'share'
  }

  readonly panes = (): void => {
    this.#workspace.dialog.value = 'panes'
  }

  get container(): (() => void) | null {
    if (!this.#workspace.exercise.runsHere) return null
    return () => {
      this.#workspace.dock.value = 'container'
    }
  }
}
