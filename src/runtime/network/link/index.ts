/**
 * Everything between interfaces: links with their faults, scripted rules, and switches. Works on any `Scheduler`: the
 * simulated world's clock, or real time in the Linux relay. Frames are bytes here; only rules look inside, through
 * `capture/`.
 */
export type { Direction, DirectionCounters } from './direction.ts'
export { editProblem, type FieldValues } from './edit.ts'
export type { FramePort } from './frame-port.ts'
export type { GilbertElliott } from './gilbert-elliott.ts'
export type { Hold } from './hold.ts'
export { checkImpairment, type Impairment, PERFECT, type QueueLimit, serialisationTime } from './impairment.ts'
export { Link, type LinkOptions } from './link.ts'
export { type LinkRule, RULE_ACTIONS, type RuleHandle } from './rule.ts'
export { Switch, type SwitchTableRow } from './switch.ts'
