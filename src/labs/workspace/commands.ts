/** What the learner can ask for, by button, key or command. */
export interface LabCommands {
  run: () => void
  check: () => void
  stop: () => void
  reset: () => void
  /** Hands in. */
  submit: () => void
  /** The packets shown, as a file. */
  save: () => void
  openCapture: (file: File) => void
  help: () => void
}
