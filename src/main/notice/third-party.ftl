Third-party software in darkroom-*-runner.jar and in the archives that hold it.

Each library lies there unmodified, as a jar of its own in lib/ or boot-lib/, with the licence and notice files that its
authors put into it. What follows was taken from the libraries' own POMs when this was built.

<#list dependencyMap as entry>
<#assign project = entry.getKey()>
<#assign licences = entry.getValue()>
${project.groupId}:${project.artifactId}:${project.version}
<#if project.url??>    ${project.url}
</#if>
<#list licences as licence>    ${licence}
</#list>
</#list>
