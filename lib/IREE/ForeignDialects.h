//===- ForeignDialects.h - Dialects of IREE, by name alone ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// hwlock links no library of IREE, whose MLIR is another version. Its dialects
// are here as names whose operations, types and attributes nobody checks before
// iree-compile does.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_IREE_FOREIGNDIALECTS_H
#define HWLOCK_LIB_IREE_FOREIGNDIALECTS_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/Dialect.h"

namespace hwlock {

/// A dialect of IREE. Unknown operations and types are allowed in it.
class ForeignDialect : public mlir::Dialect {
protected:
  ForeignDialect(llvm::StringRef name, mlir::MLIRContext *context,
                 mlir::TypeID id)
      : Dialect(name, context, id) {
    allowUnknownOperations();
    allowUnknownTypes();
  }

public:
  mlir::Attribute parseAttribute(mlir::DialectAsmParser &parser,
                                 mlir::Type type) const override;
};

#define HWLOCK_FOREIGN_DIALECT(Class, Name)                                    \
  class Class : public ForeignDialect {                                        \
  public:                                                                      \
    MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(Class)                        \
    explicit Class(mlir::MLIRContext *context)                                 \
        : ForeignDialect(getDialectNamespace(), context,                       \
                         mlir::TypeID::get<Class>()) {}                        \
    static constexpr llvm::StringLiteral getDialectNamespace() {               \
      return llvm::StringLiteral(Name);                                        \
    }                                                                          \
  };
HWLOCK_FOREIGN_DIALECT(FlowDialect, "flow")
HWLOCK_FOREIGN_DIALECT(HalDialect, "hal")
HWLOCK_FOREIGN_DIALECT(IreeCodegenDialect, "iree_codegen")
HWLOCK_FOREIGN_DIALECT(StreamDialect, "stream")
HWLOCK_FOREIGN_DIALECT(UtilDialect, "util")
#undef HWLOCK_FOREIGN_DIALECT

/// Creates operations of these dialects at the insertion point of a builder.
class ForeignBuilder {
public:
  ForeignBuilder(mlir::OpBuilder &builder, mlir::Location location)
      : builder(builder), location(location) {}

  /// `properties` are the inherent attributes, under the names that IREE's
  /// generic form gives them.
  mlir::Operation *create(llvm::StringRef name, mlir::TypeRange results,
                          mlir::ValueRange operands,
                          llvm::ArrayRef<mlir::NamedAttribute> properties = {},
                          unsigned regions = 0);

  mlir::NamedAttribute named(llvm::StringRef name, mlir::Attribute value) {
    return builder.getNamedAttr(name, value);
  }
  mlir::NamedAttribute named(llvm::StringRef name, llvm::StringRef value) {
    return named(name, builder.getStringAttr(value));
  }

private:
  mlir::OpBuilder &builder;
  mlir::Location location;
};

} // namespace hwlock

#endif // HWLOCK_LIB_IREE_FOREIGNDIALECTS_H
