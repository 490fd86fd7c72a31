/** The transfer path: photo bytes go from the inbox to a presigned link and from one to the delivery, and never travel on an exchange. */
package studio.darkroom.transfer;
