// Typst doing the same: node typst_peer.mjs pdf FOLDER N, PDF/A-3b of invoice.json, compiled natively
// in one process (@myriaddreamin/typst-ts-node-compiler, found by NODE_PATH).
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const require = createRequire(path.join(process.env.AIRUT_PEER_MODULES, 'x.js'));
const { NodeCompiler, PdfStandard } = require('@myriaddreamin/typst-ts-node-compiler');
const [, , , folder, times] = process.argv;
const layout = fs.readFileSync(new URL('invoice.typ', import.meta.url), 'utf8');
const compiler = NodeCompiler.create({
  workspace: folder,
  fontArgs: [{ fontPaths: ['/usr/share/fonts/truetype/open-sans', '/usr/share/fonts/truetype/dejavu'] }],
});
const submission = JSON.parse(fs.readFileSync(path.join(folder, 'invoice.json'), 'utf8'));
const inside = fs.readFileSync(path.join(folder, 'invoice.cii.xml'));
compiler.mapShadow(path.join(folder, 'factur-x.xml'), inside);
let done;
for (let i = 0; i < Number(times); ++i) {
  submission.invoice.number = `B-${i}`;
  compiler.mapShadow(path.join(folder, 'now.json'), Buffer.from(JSON.stringify(submission)));
  done = compiler.pdf({ mainFileContent: layout }, { pdfStandard: PdfStandard.A_3b });
  if (i % 20 === 19) compiler.evictCache(10);
}
fs.writeFileSync(path.join(folder, 'typst.pdf'), done);
console.log(`${done.length} bytes`);
