/**
 * Routing of one host, after Linux: tables of routes, the rules that say which table is asked, and the choice among several next hops by flow.
 * Which packets go where is decided here; how they get there (neighbors, fragments, errors) is not.
 */
export { chooseHop, type FlowPorts } from './multipath.ts'
export type { NextHop, Route, RouteKind } from './route.ts'
export { type RouteQuery, Routing } from './routing.ts'
export type { RuleDescription } from './rules.ts'
