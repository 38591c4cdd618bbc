import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import axe from 'axe-core'
import {expect} from 'chai'
import type {Browser, Page} from 'playwright-core'
import {slotMapOf} from '../../src/domain/slot-map.js'
import {mapSvgFile} from '../../src/report/map/map-svg.js'
import {clusterPage} from '../../src/report/page/cluster-page.js'
import {startChromium} from '../support/chromium.js'
import {REPORTS} from '../support/reports.js'

const NAMES = ['healthy', 'damaged', 'big', 'evil'] as const

/** Where to keep pictures of all pages, to look at them. Default: nowhere. */
const PICTURES = process.env['CLUSTERTOOL_PICTURES']

type Found = {
  readonly impact: string
  readonly id: string
  readonly nodes: readonly {readonly html: string}[]
}

describe('[P] report page in Chromium', function () {
  this.timeout(120_000)
  let browser: Browser
  let folder: string

  before(async () => {
    browser = await startChromium()
    folder = mkdtempSync(join(tmpdir(), 'clustertool-pages-'))
    if (PICTURES !== undefined) mkdirSync(PICTURES, {recursive: true})
    for (const name of NAMES) {
      const report = REPORTS[name]()
      const {snapshot} = report.sample
      const outcome = {snapshot, map: slotMapOf(snapshot), heat: undefined}
      writeFileSync(fileOf(name), clusterPage(report, {version: '0.1.0', pasteable: (text) => text}))
      writeFileSync(fileOf(name, 'svg'), mapSvgFile(outcome))
      writeFileSync(fileOf(`${name}-keys`, 'svg'), mapSvgFile({...outcome, heat: report.heat}))
    }
  })

  after(async () => {
    await browser?.close()
    if (folder) rmSync(folder, {recursive: true})
  })

  function fileOf(name: string, kind = 'html'): string {
    return join(folder, `${name}.${kind}`)
  }

  async function open(
    file: string,
    {width = 1200, dark = false} = {},
  ): Promise<{page: Page; heard: string[]}> {
    const page = await browser.newPage({
      viewport: {width, height: 900},
      colorScheme: dark ? 'dark' : 'light',
    })
    const heard: string[] = []
    page.on('request', (request) => heard.push(`request ${request.url()}`))
    page.on('console', (message) => heard.push(`console ${message.text()}`))
    page.on('pageerror', (error) => heard.push(`error ${error.message}`))
    page.on('dialog', (dialog) => void dialog.dismiss().then(() => heard.push('dialog')))
    await page.goto(pathToFileURL(file).href)
    return {page, heard}
  }

  async function picture(page: Page, name: string): Promise<void> {
    if (PICTURES !== undefined) await page.screenshot({path: join(PICTURES, `${name}.png`), fullPage: true})
  }

  /** Within a page, because Chromium takes no picture of a whole SVG document. */
  async function pictureOf(file: string, dark: boolean): Promise<void> {
    const frame = join(folder, `${file}.html`)
    writeFileSync(frame, `<img src="${file}" alt="" width="1000">`)
    const {page} = await open(frame, {dark})
    expect(await page.evaluate('document.images[0].naturalWidth')).to.be.above(0)
    await picture(page, file)
    await page.close()
  }

  for (const name of NAMES) {
    for (const dark of [false, true]) {
      const theme = dark ? 'dark' : 'light'

      it(`${name}, ${theme}: axe finds nothing serious`, async () => {
        const {page} = await open(fileOf(name), {dark})
        await picture(page, `${name}-${theme}`)
        await page.evaluate(axe.source)
        const results: {violations: Found[]} = await page.evaluate('axe.run({resultTypes: ["violations"]})')
        const serious = results.violations.filter(({impact}) => impact === 'serious' || impact === 'critical')
        expect(serious.map(({id, nodes}) => `${id}: ${nodes[0]?.html}`)).to.deep.equal([])
        await page.close()
      })
    }

    it(`${name} asks for nothing else, runs nothing, and fits a phone`, async () => {
      const {page, heard} = await open(fileOf(name), {width: 360})
      await picture(page, `${name}-phone`)
      expect(heard).to.deep.equal([`request ${pathToFileURL(fileOf(name)).href}`])
      const widest = await page.evaluate('document.documentElement.scrollWidth')
      expect(widest).to.be.at.most(360)
      await page.close()
    })

    it(`${name} can be printed`, async () => {
      const {page} = await open(fileOf(name))
      const pdf = await page.pdf({format: 'A4', printBackground: false})
      if (PICTURES !== undefined) writeFileSync(join(PICTURES, `${name}.pdf`), pdf)
      expect(pdf.subarray(0, 5).toString()).to.equal('%PDF-')
      await page.emulateMedia({media: 'print'})
      expect(await page.evaluate('document.querySelector("details.raw").checkVisibility()')).to.equal(false)
      expect(await page.evaluate('document.querySelector("main svg.slot-map").checkVisibility()')).to.equal(
        true,
      )
      await page.close()
    })

    it(`${name}: its map is an SVG file that can be shown alone`, async () => {
      for (const [file, dark] of [
        [name, false],
        [`${name}-keys`, true],
      ] as const) {
        const {page, heard} = await open(fileOf(file, 'svg'), {dark})
        expect(heard).to.have.length(1)
        expect(await page.evaluate('document.documentElement.tagName')).to.equal('svg')
        expect(await page.evaluate('document.querySelectorAll("parsererror").length')).to.equal(0)
        await page.close()
        await pictureOf(`${file}.svg`, dark)
      }
    })
  }
})
