/** The ledger: the database that knows every lane, shoot, photo, result, event and charge. All SQL of Darkroom stands here. */
package studio.darkroom.ledger;
