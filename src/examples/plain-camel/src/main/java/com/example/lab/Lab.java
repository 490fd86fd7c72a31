package com.example.lab;

import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import studio.darkroom.Darkroom;
import studio.darkroom.config.Settings;

/** An application with its own Camel context and a route that reports each delivery. Darkroom runs beside it. */
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
