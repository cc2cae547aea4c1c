import type { FastifyRequest } from 'fastify';
import type { Http } from './answer.ts';

/** Links lead back through the door that the request came in by. */
export function reached(http: Http, request: FastifyRequest): Http {
  return request.protocol === 'https' ? { ...http, publicUrl: http.secureUrl } : http;
}
