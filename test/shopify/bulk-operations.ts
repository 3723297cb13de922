import {
  type ASTNode,
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  getNamedType,
  type GraphQLSchema,
  isListType,
  isNonNullType,
  Kind,
  OperationTypeNode,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { gid, numberOf } from './admin-objects.ts';

const MOST_CONNECTIONS = 5;
const MOST_DEPTH = 2;
const MOST_AT_ONCE = 5;
const PAGE = 250;

interface Operation {
  id: bigint;
  query: string;
  document: DocumentNode;
  status: 'CREATED' | 'RUNNING' | 'COMPLETED';
  createdAt: Date;
  completedAt: Date | null;
  /** JSONL; null until completed. */
  result: string | null;
  objects: number;
  roots: number;
}

export interface BulkSource {
  schema: GraphQLSchema;
  nextId(): bigint;
  now(): Date;
  /** Where the result of an operation can be had. */
  urlOf(id: bigint): string;
  execute(document: DocumentNode, variables: Record<string, unknown>): Promise<ExecutionResult>;
}

type Json = Record<string, unknown>;

/**
 * Bulk queries by Shopify's rules: what it refuses is refused, an operation is created, runs and completes (each time
 * that it is asked for, it is one step further), and its result is a file with one object a line, connections flattened.
 */
export function openBulkOperations(operations: Map<bigint, Operation>) {
  const objectOf = (from: Operation, source: BulkSource) => ({
    __typename: 'BulkOperation',
    id: gid('BulkOperation', from.id),
    status: from.status,
    errorCode: null,
    query: from.query,
    type: 'QUERY',
    createdAt: from.createdAt.toISOString(),
    completedAt: from.completedAt?.toISOString() ?? null,
    objectCount: String(from.objects),
    rootObjectCount: String(from.roots),
    fileSize: from.result === null ? null : String(Buffer.byteLength(from.result)),
    partialDataUrl: null,
    // Nothing found, no file.
    url: from.result ? source.urlOf(from.id) : null,
  });

  const run = ({ query }: { query: string; groupObjects: boolean }, source: BulkSource) => {
    const document = documentOf(query);
    const refusal = document ? refusalOf(document, source.schema) : 'Invalid bulk query';
    const running = [...operations.values()].filter(({ status }) => status !== 'COMPLETED').length;
    if (!document || refusal) return refused('INVALID', refusal ?? '');
    if (running >= MOST_AT_ONCE) return refused('LIMIT_REACHED', 'Too many bulk operations are running.');
    const operation: Operation = {
      id: source.nextId(),
      query,
      document,
      status: 'CREATED',
      createdAt: source.now(),
      completedAt: null,
      result: null,
      objects: 0,
      roots: 0,
    };
    operations.set(operation.id, operation);
    return { bulkOperation: objectOf(operation, source), userErrors: [] };
  };

  const find = async (id: string, source: BulkSource) => {
    const operation = operations.get(numberOf('BulkOperation', id) ?? 0n);
    if (!operation) return null;
    if (operation.status === 'RUNNING') await complete(operation, source);
    else if (operation.status === 'CREATED') operation.status = 'RUNNING';
    return objectOf(operation, source);
  };

  return { run, find, result: (id: bigint) => operations.get(id)?.result ?? undefined };
}

export type BulkOperations = ReturnType<typeof openBulkOperations>;

const refused = (code: string, message: string) => ({
  bulkOperation: null,
  userErrors: [{ __typename: 'BulkOperationUserError', code, field: ['query'], message }],
});

function documentOf(query: string): DocumentNode | undefined {
  try {
    return parse(query);
  } catch {
    return undefined;
  }
}

/** Why Shopify would not run a bulk query; undefined where it would. */
function refusalOf(document: DocumentNode, schema: GraphQLSchema): string | undefined {
  const [mistake] = validate(schema, document);
  if (mistake) return mistake.message;
  const [operation, ...others] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION || others.length > 0)
    return 'Bulk queries must contain a single operation';
  if (operation.operation !== OperationTypeNode.QUERY) return 'Only queries are supported';
  if (operation.variableDefinitions?.length) return 'Bulk queries take no variables';
  if (operation.selectionSet.selections.length !== 1)
    return 'Bulk queries must contain a single top level field';

  let connections = 0;
  let depth = 0;
  let lists = 0;
  let refusal: string | undefined;
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: {
        enter(node) {
          if (isListOfField(types) && !isPlumbing(node)) lists += 1;
          if (!isConnection(types)) return;
          connections += 1;
          depth += 1;
          if (depth > MOST_DEPTH) refusal ??= 'Connections are nested too deeply';
          if (lists > 0)
            refusal ??= 'Queries that contain a connection field within a list field are not supported';
        },
        leave(node) {
          if (isConnection(types)) depth -= 1;
          if (isListOfField(types) && !isPlumbing(node)) lists -= 1;
        },
      },
    }),
  );
  if (connections === 0) return 'Bulk queries must contain at least one connection';
  if (connections > MOST_CONNECTIONS) return 'Bulk queries cannot contain more than 5 connections';
  return refusal;
}

const isConnection = (types: TypeInfo) => getNamedType(types.getType())?.name.endsWith('Connection') ?? false;

function isListOfField(types: TypeInfo): boolean {
  const type = types.getType();
  return isListType(isNonNullType(type) ? type.ofType : type);
}

/** The lists that a connection itself is made of. */
const isPlumbing = (node: FieldNode) => node.name.value === 'edges' || node.name.value === 'nodes';

async function complete(operation: Operation, source: BulkSource): Promise<void> {
  const document = paged(operation.document, source.schema);
  const lines: string[] = [];
  for (let after: string | null = null, more = true; more;) {
    const { data, errors } = await source.execute(document, { after });
    if (errors) throw new Error(`the bulk query failed: ${errors[0]?.message}`);
    const connection = Object.values(data ?? {})[0] as Json & {
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
    };
    for (const node of nodesOf(connection)) {
      operation.roots += 1;
      write(node, null, lines);
    }
    more = connection.pageInfo.hasNextPage;
    after = connection.pageInfo.endCursor;
  }
  operation.objects = lines.length;
  operation.result = lines.map((line) => `${line}\n`).join('');
  operation.status = 'COMPLETED';
  operation.completedAt = source.now();
}

const nodesOf = (connection: Json): Json[] =>
  (connection['nodes'] as Json[] | undefined) ??
  (connection['edges'] as { node: Json }[]).map(({ node }) => node);

/** An object on a line of its own, and after it the objects of its connections, which name it. */
function write(node: Json, parent: string | null, lines: string[]): void {
  const isList = (value: unknown): value is Json =>
    typeof value === 'object' && value !== null && ('edges' in value || 'nodes' in value);
  const own = Object.entries(node).filter(([, value]) => !isList(value));
  lines.push(JSON.stringify({ ...Object.fromEntries(own), ...(parent && { __parentId: parent }) }));
  for (const value of Object.values(node)) {
    if (isList(value)) for (const child of nodesOf(value)) write(child, node['id'] as string, lines);
  }
}

/** The query as it is run: page by page of its outermost connection. */
function paged(document: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const types = new TypeInfo(schema);
  let outermost = true;
  const name = (value: string) => ({ kind: Kind.NAME, value }) as const;
  const first = {
    kind: Kind.ARGUMENT,
    name: name('first'),
    value: { kind: Kind.INT, value: String(PAGE) },
  } as const;
  const after = {
    kind: Kind.ARGUMENT,
    name: name('after'),
    value: { kind: Kind.VARIABLE, name: name('after') },
  } as const;
  const pageInfo = (
    parse('{ pageInfo { hasNextPage endCursor } }').definitions[0] as unknown as {
      selectionSet: { selections: FieldNode[] };
    }
  ).selectionSet.selections;
  const variable = (
    parse('query ($after: String) { shop { id } }').definitions[0] as unknown as {
      variableDefinitions: ASTNode[];
    }
  ).variableDefinitions;
  return visit(
    document,
    visitWithTypeInfo(types, {
      OperationDefinition: (node) => ({ ...node, variableDefinitions: variable }),
      Field: (node) => {
        if (!isConnection(types)) return undefined;
        const root = outermost;
        outermost = false;
        const given = (node.arguments ?? []).filter(({ name: { value } }) => value !== 'first');
        return {
          ...node,
          arguments: [...given, first, ...(root ? [after] : [])],
          selectionSet: node.selectionSet && {
            ...node.selectionSet,
            selections: [...node.selectionSet.selections, ...(root ? pageInfo : [])],
          },
        };
      },
    }),
  );
}
