/** When a shoot is complete, and what is then in it. */
package studio.darkroom.inbox.settle;
