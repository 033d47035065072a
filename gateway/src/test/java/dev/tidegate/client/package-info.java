/** The client against a real gateway. */
package dev.tidegate.client;
