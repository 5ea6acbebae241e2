/**
 * Routing of one host, after Linux: tables of routes, the rules that choose a table, and the choice among several next hops by flow.
 * It decides where packets go; how they get there (neighbors, fragments, errors) is decided elsewhere.
 */
export { chooseHop, type FlowPorts } from './multipath.ts'
export type { NextHop, Route, RouteKind } from './route.ts'
export { type RouteQuery, Routing } from './routing.ts'
export type { RuleDescription } from './rules.ts'
