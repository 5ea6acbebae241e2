/** Actions that the learner can start by button, key or command. */
export interface LabCommands {
  run: () => void
  check: () => void
  /** Checks only these tests, or those that failed. */
  checkAgain: (tests?: readonly string[]) => void
  /** Check after each change, or stop that. */
  watch: (isOn: boolean) => void
  stop: () => void
  reset: () => void
  /** Draws another variant of the exercise. */
  newVariant: () => void
  /** Submits. */
  submit: () => void
  /** Saves the packets shown, as a file. */
  save: () => void
  openCapture: (file: File) => void
  help: () => void
}
