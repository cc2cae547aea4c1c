import { evaluate } from '../../arm/metrics/evaluate.ts';
import { parseQuery } from '../../arm/metrics/query.ts';
import { renderMetrics } from '../../arm/metrics/render.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Series } from '../../domain/metrics/series.ts';
import { type Answer, type Ask, type Http, ok } from '../answer.ts';
import { measuredOf } from './scope.ts';

/** GET {resource}/providers/Microsoft.Insights/metrics. What cannot be asked is refused as Azure Monitor refuses. */
export async function listMetrics(http: Http, ask: Ask): Promise<Answer> {
  const measured = await measuredOf(http, ask);
  const { scope, endpoint, deployment } = measured;
  const asked = Object.fromEntries(
    Object.entries(ask.query).map(([name, value]) => [name.toLowerCase(), value]),
  );
  try {
    const query = parseQuery(asked, scope, http.parts.clock.now());
    const evaluation = evaluate(query, scope);
    const of = (series: Series) =>
      (deployment === undefined || series.deployment === deployment) && evaluation.concerns(series);
    for await (const entry of http.metrics.read(endpoint, { ...query, of })) evaluation.add(entry);
    return ok(renderMetrics(query, evaluation.results(), measured));
  } catch (error) {
    if (error instanceof DomainError && error.code === 'bad-argument') return refused(error);
    throw error;
  }
}

/** Azure Monitor has code and message at the top; ARM's clients look for them in `error`. */
function refused({ message, target }: DomainError): Answer {
  const error = { code: 'BadRequest', message };
  return { status: 400, body: { ...error, error: target === undefined ? error : { ...error, target } } };
}
