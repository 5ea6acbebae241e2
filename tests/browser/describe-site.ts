import { afterAll, beforeAll, describe } from 'vitest'
import { missing } from '../support/requirements.ts'
import { Site, type SiteOptions } from './site.ts'

/** Tests that look at the built site: it is served, and there is a browser, from before the first until after the last. */
export function describeSite(name: string, tests: (site: Site) => void, options?: SiteOptions): void {
  describe.skipIf(missing('chromium'))(name, () => {
    const site = new Site(options)
    beforeAll(() => site.open())
    afterAll(() => site.close())
    tests(site)
  })
}
