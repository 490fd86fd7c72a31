/** Why a shoot does not go on by itself: a problem (its own), an outage (everybody's), a decision (a person must say). */
package studio.darkroom.trouble;
