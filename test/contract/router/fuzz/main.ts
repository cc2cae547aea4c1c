/** `npm run fuzz -- INPUTS [SEED]`: a long run of the properties that the contract suite tries briefly. */
import { properties } from './properties.ts';

const inputs = Number(process.argv[2] ?? 1_000_000);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000_007);
if (!Number.isSafeInteger(inputs) || inputs < 1 || !Number.isSafeInteger(seed)) {
  console.error('npm run fuzz -- INPUTS [SEED], both whole numbers');
  process.exit(2);
}

const ROUND = 100_000;
let done = 0;
let taken = 0;
console.log(`${inputs} inputs from seed ${seed}`);
for (let round = 0; done < inputs; round += 1) {
  const size = Math.min(ROUND, inputs - done);
  for (const property of properties) {
    const count = await property.run(Math.ceil(size * property.share), seed + round * ROUND);
    done += count.inputs;
    taken += count.taken;
  }
  console.log(`${done} inputs, ${taken} of them taken, none misread`);
}
