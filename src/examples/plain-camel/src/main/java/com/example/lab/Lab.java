package com.example.lab;

import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import studio.darkroom.Darkroom;
import studio.darkroom.config.Settings;

/** A Camel context of one's own, with a route that counts what is delivered. Darkroom works beside it. */
public final class Lab {

    private Lab() {
    }

    public static void main(String[] args) throws Exception {
        CamelContext context = new DefaultCamelContext();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("file:delivery?noop=true&recursive=true&include=receipt.json").routeId("lab-delivered")
                        .process(exchange -> System.out.println("Delivered: "
                                + exchange.getMessage().getHeader("CamelFileParent")));
            }
        });
        new Darkroom(Settings.load(Path.of("lab.properties"))).install(context);
        Runtime.getRuntime().addShutdownHook(new Thread(context::stop));
        context.start();
        Thread.currentThread().join();
    }
}
