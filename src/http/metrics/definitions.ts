import { renderDefinitions } from '../../arm/metrics/render.ts';
import { type Answer, type Ask, type Http, ok } from '../answer.ts';
import { measuredOf } from './scope.ts';

/** GET {resource}/providers/Microsoft.Insights/metricDefinitions. */
export async function metricDefinitions(http: Http, ask: Ask): Promise<Answer> {
  const { resourceId, scope } = await measuredOf(http, ask);
  return ok({ value: renderDefinitions(resourceId, scope) });
}
