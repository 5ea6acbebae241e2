/** Actions that the learner can start by button, key or command. */
export interface LabCommands {
  run: () => void
  check: () => void
  stop: () => void
  reset: () => void
  /** Submits. */
  submit: () => void
  /** Saves the packets shown, as a file. */
  save: () => void
  openCapture: (file: File) => void
  help: () => void
}
