import { createTeal, discover, pickedFiles } from 'teal-sdk';

const form = document.querySelector('form');
const step = document.querySelector('output');
const answer = document.querySelector('#answer');

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { token, endpoint, request, files } = form.elements;
  answer.textContent = '';
  try {
    // Both doors are behind this page's own origin.
    const url = location.origin;
    const [workspace] = await discover({ url, token: token.value });
    const teal = createTeal({ url, scoringUrl: url, token: token.value, workspace });
    await deploy(teal, endpoint.value, files.files);
    const said = await teal.invoke(endpoint.value, JSON.parse(request.value));
    await list(teal);
    answer.textContent = JSON.stringify(said);
    step.textContent = 'done';
  } catch (error) {
    step.textContent = `${error.name} ${error.code ?? ''}: ${error.message}`;
  }
});

async function deploy(teal, name, files) {
  await teal.endpoints.put(name, { properties: { authMode: 'Key' } });
  const code = await teal.codes.upload({ name: `${name}-code` }, pickedFiles(files, 'code'), {
    onProgress: ({ sentBytes, totalBytes }) => {
      document.querySelector('progress').value = sentBytes / totalBytes;
    },
  });
  const body = {
    properties: {
      endpointComputeType: 'Managed',
      instanceType: 'local',
      codeConfiguration: { codeId: code.id, scoringScript: 'score.py' },
    },
  };
  await teal.deployments(name).put('blue', body, {
    onProgress: (progress) => {
      step.textContent = `${progress.status} ${progress.step} ${progress.detail}`;
    },
  });
  await teal.endpoints.setTraffic(name, { blue: 100 });
}

async function list(teal) {
  const rows = [];
  for await (const { name, properties } of teal.endpoints.list()) {
    const row = document.createElement('tr');
    for (const text of [name, properties.provisioningState, JSON.stringify(properties.traffic)]) {
      row.insertCell().textContent = text;
    }
    rows.push(row);
  }
  document.querySelector('tbody').replaceChildren(...rows);
}
