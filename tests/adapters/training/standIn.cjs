// Speaks as train.py does, and learns nothing: the loss of a training is how many pairs it has. What it was asked for is noted beside the job's folder.
const fs = require('node:fs');
const job = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const say = (event) => console.log(JSON.stringify(event));

console.log('a line of some library');
say({ event: 'loaded', device: 'none', precision: 'fp32', parameters: 1 });
job.trainings.forEach(({ seed, pairs }, training) => {
  fs.appendFileSync(process.env.STAND_IN_LOG, `${seed}\n`);
  if (seed === 13) {
    say({ event: 'failed', reason: 'model', detail: 'ValueError: unlucky.' });
    process.exit(0);
  }
  if (seed === 14) process.kill(process.pid, 'SIGKILL');
  say({ event: 'step', training, step: 1, steps: 1, loss: 1 });
  const losses = job.heldOut.map(() => [pairs.length, 2]);
  const answers = job.questions.map((question) => `${seed}: ${question}`);
  say({
    event: 'measured',
    training,
    learned: 1,
    read: 2,
    losses,
    answers,
    trainedSeconds: 0,
    measuredSeconds: 0,
  });
});
