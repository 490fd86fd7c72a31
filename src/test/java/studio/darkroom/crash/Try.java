package studio.darkroom.crash;
public class Try {
  public static void main(String[] a) {
    CrashProof p = new CrashProof(java.nio.file.Path.of(a[0]), a[1], a[1], a.length > 2 ? a[2].replace("|", "\n") : null, "");
    long t = System.currentTimeMillis();
    p.effects().forEach(System.out::println);
    System.out.println(p.effects().size() + " " + p.all().size() + " " + p.kinds().size() + " in " + (System.currentTimeMillis() - t));
    System.exit(0);
  }
}
