package studio.darkroom.crash;

import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.field.FieldList;
import net.bytebuddy.description.method.MethodList;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.pool.TypePool;

/** Replaces a numeric constant in a class; fails if it does not occur. */
final class ConstantReplacer extends AsmVisitorWrapper.AbstractBase {

    private final long oldValue;
    private final long newValue;

    ConstantReplacer(long oldValue, long newValue) {
        this.oldValue = oldValue;
        this.newValue = newValue;
    }

    @Override
    public ClassVisitor wrap(TypeDescription type, ClassVisitor visitor, Implementation.Context context, TypePool pool,
            FieldList<FieldDescription.InDefinedShape> fields, MethodList<?> methods, int writerFlags, int readerFlags) {
        return new ClassVisitor(Opcodes.ASM9, visitor) {

            private boolean found;

            @Override
            public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] thrown) {
                return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, thrown)) {

                    @Override
                    public void visitLdcInsn(Object value) {
                        boolean it = Long.valueOf(oldValue).equals(value);
                        found |= it;
                        super.visitLdcInsn(it ? Long.valueOf(newValue) : value);
                    }
                };
            }

            @Override
            public void visitEnd() {
                if (!found) {
                    throw new IllegalStateException(oldValue + " does not occur in " + type.getName() + " any more");
                }
                super.visitEnd();
            }
        };
    }
}
