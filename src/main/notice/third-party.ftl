Third-party software in darkroom-*-runner.jar and in the archives that contain it.

Each library is included unmodified, as a separate jar in lib/ or boot-lib/, with the licence and notice files of its
authors. The list below was generated from the POMs of the libraries at build time.

<#list dependencyMap as entry>
<#assign project = entry.getKey()>
<#assign licences = entry.getValue()>
${project.groupId}:${project.artifactId}:${project.version}
<#if project.url??>    ${project.url}
</#if>
<#list licences as licence>    ${licence}
</#list>
</#list>
