package com.example.gallery;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.builder.RouteBuilder;

/** An application with its own Camel route, which logs the name of each file in {@code frames}. Darkroom runs beside it. */
@ApplicationScoped
public class Gallery extends RouteBuilder {

    /** A route of the application. Its error handling does not apply to Darkroom's routes. */
    @Override
    public void configure() {
        errorHandler(deadLetterChannel("log:fallen-frame").maximumRedeliveries(3).redeliveryDelay(100));
        from("file:frames").routeId("gallery-frames")
                .validate(header("CamelFileLength").isGreaterThan(0))
                .log("{{gallery.label}}: ${header.CamelFileName}");
    }
}
