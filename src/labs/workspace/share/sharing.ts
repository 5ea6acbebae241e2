import { strings } from '../../../strings/index.ts'
import type { Banners } from '../banners.ts'
import { providedFiles } from '../lab-exercise.ts'
import type { Runs } from '../runs/index.ts'
import type { Workspace } from '../workspace.ts'
import { packShared, SharedError, unpackShared } from './shared.ts'

const words = strings.share

/** Links that carry what is in the editor and, where something ran, the moment shown. */
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
    const past = await this.#runs.remember()
    // What ran may be other than what is in the editor now: the moment belongs to what ran.
    const provided = providedFiles(exercise)
    const ran =
      past && Object.fromEntries(Object.entries(past.recipe.files.submission).filter(([name]) => !(name in provided)))
    const fragment = await packShared({ exercise: id, variant, seed, files: ran ?? files.texts.value, past })
    return `${location.origin}${location.pathname}#${fragment}`
  }

  /** Opens the link that the page was opened with, if it was. Nobody's own files are lost by it. */
  async open(fragment: string): Promise<void> {
    try {
      const shared = await unpackShared(fragment)
      if (!shared) return
      const { exercise } = this.#workspace
      if (shared.exercise !== exercise.id || shared.variant !== exercise.variant || shared.seed !== exercise.seed)
        throw new SharedError('It belongs to another exercise, or to another variant of this one.')
      const mine = this.#workspace.files.texts.value
      this.#workspace.replaceFiles(shared.files)
      if (shared.past) {
        const { recipe } = shared.past
        const files = { submission: { ...recipe.files.submission, ...providedFiles(exercise) }, programs: {} }
        this.#runs.relive({ ...shared.past, recipe: { ...recipe, files } })
      }
      // Afterwards: a run that begins takes the banner of the one before away.
      this.#banners.say('info', words.opened, words.openedText, [
        {
          label: words.back,
          act: () => {
            this.#workspace.replaceFiles(mine)
            this.#banners.clear()
          },
        },
      ])
    } catch (error) {
      const why = error instanceof SharedError ? error.message : String(error)
      this.#banners.say('warning', words.broken, words.brokenText(why))
    } finally {
      // A reload shows what the learner has by then, not the link again.
      if (/^#?s=/.test(fragment)) history.replaceState(null, '', location.pathname + location.search)
    }
  }
}
