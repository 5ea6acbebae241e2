/** What the learner can ask for, by button, key or command. */
export interface LabCommands {
  run: () => void
  check: () => void
  stop: () => void
  reset: () => void
  save: () => void
  help: () => void
}
