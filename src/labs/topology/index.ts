/**
 * The network as a drawing and as tables: hosts with their processes, links with their values and packets in flight. It
 * draws recordings and calls no world.
 */
export { TopologyDrawing } from './topology-drawing.tsx'
