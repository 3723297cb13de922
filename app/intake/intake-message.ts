import { IncomingMessage } from 'node:http';
import { joined } from '~/intake/read-body';

/**
 * Node's message of a request, whose body can be had as a whole without being a stream first: what a stream does around
 * a body of one piece, with a turn of the loop for each step, costs more than all that a door does with it.
 */
export class IntakeMessage extends IncomingMessage {
  private pieces?: Buffer[];
  private taker?: (body: Buffer) => void;

  /**
   * Takes the body once it is here; nobody else can read it then. Where the connection ends before it, nothing happens.
   * To be asked for before any of it was read; the caller bounds its length.
   */
  whole(taker: (body: Buffer) => void): void {
    this.pieces = [];
    this.taker = taker;
  }

  /** Called by Node with each piece of the body, and with null behind the last. */
  override push(chunk: Buffer | null): boolean {
    if (!this.pieces) return super.push(chunk);
    if (chunk) this.pieces.push(chunk);
    else this.taker?.(joined(this.pieces));
    return true;
  }

  /** Called by Node once the request is answered, to be rid of what nobody has read: there is nothing. */
  override resume(): this {
    return this.pieces ? this : super.resume();
  }
}
