package com.example.gallery;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.builder.RouteBuilder;

/** An application with a Camel of its own: it names whatever is put into {@code frames}. Darkroom works beside it. */
@ApplicationScoped
public class Gallery extends RouteBuilder {

    /** A route of the application's own. What it says about errors holds for its own routes only. */
    @Override
    public void configure() {
        errorHandler(deadLetterChannel("log:fallen-frame").maximumRedeliveries(3).redeliveryDelay(100));
        from("file:frames").routeId("gallery-frames")
                .validate(header("CamelFileLength").isGreaterThan(0))
                .log("{{gallery.label}}: ${header.CamelFileName}");
    }
}
