/** The clock: Quartz, on the ledger's own database, says when a shoot is looked at next and by which node. */
package studio.darkroom.clock;
