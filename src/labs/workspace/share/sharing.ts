import { strings } from '#strings'
import type { Banners } from '../banners.ts'
import { providedFiles } from '../lab-exercise.ts'
import type { Runs } from '../runs/index.ts'
import type { Workspace } from '../workspace.ts'
import { packShared, SharedError, unpackShared } from './shared.ts'

const words = strings.share

/** Links with the editor's files and, after a run, the current time. */
export class Sharing {
  readonly #workspace: Workspace
  readonly #runs: Runs
  readonly #banners: Banners

  constructor(workspace: Workspace, runs: Runs, banners: Banners) {
    this.#workspace = workspace
    this.#runs = runs
    this.#banners = banners
  }

  async link(): Promise<string> {
    const { exercise, files } = this.#workspace
    const { id, variant, seed } = exercise
    const checkpoint = await this.#runs.checkpoint()
    // The files that ran may differ from the editor's: the moment belongs to those that ran.
    const provided = providedFiles(exercise)
    const ran =
      checkpoint &&
      Object.fromEntries(Object.entries(checkpoint.recipe.files.submission).filter(([name]) => !(name in provided)))
    const fragment = await packShared({ exercise: id, variant, seed, files: ran ?? files.texts.value, checkpoint })
    return `${location.origin}${location.pathname}#${fragment}`
  }

  /** Opens the link in the page's address, if there is one. The learner's own files are kept. */
  async open(fragment: string): Promise<void> {
    try {
      const shared = await unpackShared(fragment)
      if (!shared) return
      const before = this.#workspace.exercise
      const isOther = shared.variant !== before.variant
      if (shared.exercise !== before.id || shared.seed !== before.seed || (isOther && before.variants === null))
        throw new SharedError('It belongs to another exercise, or to another variant of this one.')
      if (isOther) this.#workspace.takeVariant(shared.variant, { keep: false })
      const { exercise } = this.#workspace
      const mine = this.#workspace.files.texts.value
      this.#workspace.replaceFiles(shared.files)
      if (shared.checkpoint) {
        const { recipe } = shared.checkpoint
        const files = { submission: { ...recipe.files.submission, ...providedFiles(exercise) }, programs: {} }
        this.#runs.restore({ ...shared.checkpoint, recipe: { ...recipe, files } })
      }
      // Last: a run that starts removes the previous banner.
      this.#banners.say('info', words.opened, words.openedText, [
        {
          label: words.back,
          act: () => {
            this.#workspace.replaceFiles(mine)
            if (isOther) this.#workspace.takeVariant(before.variant, { keep: false })
            this.#banners.clear()
          },
        },
      ])
    } catch (error) {
      const why = error instanceof SharedError ? error.message : String(error)
      this.#banners.say('warning', words.broken, words.brokenText(why))
    } finally {
      // A reload shows the learner's current files, not the link again.
      if (/^#?s=/.test(fragment)) history.replaceState(null, '', location.pathname + location.search)
    }
  }
}
