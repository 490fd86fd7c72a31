/** The ledger: the database of every lane, shoot, photo, result, event and charge. All SQL is in this package. */
package studio.darkroom.ledger;
