/**
 * The network as a drawing and as tables: hosts with what runs on them, links with their values and the packets on them now. It
 * draws what was recorded and asks no world.
 */
export { TopologyDrawing } from './topology-drawing.tsx'
