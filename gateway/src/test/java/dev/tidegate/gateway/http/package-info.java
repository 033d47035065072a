/** HTTP as its callers see it. */
package dev.tidegate.gateway.http;
