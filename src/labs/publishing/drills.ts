import { readFileSync } from 'node:fs'
import { readDrill } from '#grader/drills/index.ts'
import type { DrillPack } from '../drills/index.ts'
import { contentFiles } from './content-files.ts'

interface PublishedDrill {
  /** Its module, by its name in addresses. */
  module: string
  pack: Omit<DrillPack, 'module'>
}

const drillFiles = (): string[] => contentFiles('content/[0-9][0-9]-*/drills/*/drill.yaml')

export const hasDrills = (): boolean => drillFiles().length > 0

/** Every pack of the course, in module order. */
export function publishedDrills(): PublishedDrill[] {
  return drillFiles().map((file) => {
    const { id, title, lead, items, mastery } = readDrill(file, readFileSync(file, 'utf8'))
    const module = (file.split('/')[1] ?? '').replace(/^\d+-/, '')
    return { module, pack: { id, title, lead, items, mastery, href: `/drills/${id}/` } }
  })
}

/** The same with the modules' own titles. */
export function drillPacks(modules: readonly { name: string; title: string; href: string }[]): DrillPack[] {
  return publishedDrills().map(({ module: name, pack }) => {
    const module = modules.find((one) => one.name === name)
    if (!module) throw new Error(`${pack.id}: content/course.yaml has no module "${name}"`)
    return { ...pack, module: { title: module.title, href: module.href } }
  })
}
