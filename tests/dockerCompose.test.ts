import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { searchAttributeTypes } from '../core/run/searchAttributes';

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>>;
}

const text = readFileSync(path.join(__dirname, '..', 'docker-compose.yml'), 'utf8');
const { services, volumes } = parse(text, { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};

describe('docker-compose.yml', () => {
  test('pins every image to a version', () => {
    for (const { image, build } of Object.values(services)) {
      expect(image ?? build).toMatch(/^(\.|[\w/-]+:\d+(\.\d+)+)$/);
    }
  });

  test('waits only for services that are there', () => {
    const names = Object.keys(services);
    for (const { depends_on = {} } of Object.values(services))
      expect(names).toEqual(expect.arrayContaining(Object.keys(depends_on)));
    expect(Object.keys(volumes)).not.toHaveLength(0);
  });

  test('opens no port to other machines', () => {
    for (const port of Object.values(services).flatMap(({ ports = [] }) => ports))
      expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  test('registers every search attribute of runs', () => {
    for (const [name, type] of Object.entries(searchAttributeTypes))
      expect(text).toContain(`--name ${name} --type ${type}`);
  });
});
