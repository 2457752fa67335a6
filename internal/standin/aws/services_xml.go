package aws

// Members and errors of the XML services are those of the API references and of the clients in aws-sdk-go-v2.

func iam() *service {
	const paged = "Marker Marker MaxItems"
	s := &service{name: "iam", protocol: query, signing: "iam", global: true, documents: []string{"AssumeRolePolicyDocument", "PolicyDocument", "Document"},
		notFound: apiError{Status: 404, Code: "NoSuchEntity", Message: "The requested entity cannot be found."},
		operations: []*operation{
			op("GetAccountAuthorizationDetails", "").pages(paged).answered(authorizationDetails),
			op("ListRoles", "").lists("Roles").pages(paged).computedBy(listPrincipals("RoleDetailList", "RolePolicyList", "AttachedManagedPolicies", "InstanceProfileList", "Tags")),
			op("ListUsers", "").lists("Users").pages(paged).computedBy(listPrincipals("UserDetailList", "UserPolicyList", "AttachedManagedPolicies", "GroupList", "Tags")),
			op("ListAccessKeys", "").by("UserName").lists("AccessKeyMetadata").pages(paged),
			op("GetAccessKeyLastUsed", "").by("AccessKeyId"),
			op("ListServiceSpecificCredentials", "").by("UserName").lists("ServiceSpecificCredentials").pages(paged).answered(serviceCredentials),
			op("GenerateServiceLastAccessedDetails", "").computedBy(generateLastAccessed),
			op("GetServiceLastAccessedDetails", "").by("Arn").lists("ServicesLastAccessed").pages(paged).answered(lastAccessed),
			op("ListAccountAliases", "").lists("AccountAliases").pages(paged),
		}}
	return s
}

func sts() *service {
	return &service{name: "sts", protocol: query, signing: "sts", global: true, notFound: apiError{Status: 403, Code: "AccessDenied"},
		operations: []*operation{
			op("GetCallerIdentity", "").computedBy(callerIdentity),
			op("AssumeRole", "").computedBy(assumeRole),
		}}
}

func s3() *service {
	missing := func(code, message string) *apiError { return &apiError{Status: 404, Code: code, Message: message} }
	s := &service{name: "s3", protocol: restXML, signing: "s3", global: true, documents: []string{"Policy"},
		notFound: apiError{Status: 404, Code: "NoSuchBucket", Message: "The specified bucket does not exist"},
		operations: []*operation{
			op("ListBuckets", "GET /").lists("Buckets/Bucket").pages("continuation-token ContinuationToken max-buckets"),
			op("HeadBucket", "HEAD /{Bucket}").by("Bucket").as("head"),
			op("GetBucketLocation", "GET /{Bucket}?location").by("Bucket").as("text").orElse(nothing),
			op("GetBucketEncryption", "GET /{Bucket}?encryption").by("Bucket").in("ServerSideEncryptionConfiguration").
				orElse(missing("ServerSideEncryptionConfigurationNotFoundError", "The server side encryption configuration was not found")),
			op("GetPublicAccessBlock", "GET /{Bucket}?publicAccessBlock").by("Bucket").in("PublicAccessBlockConfiguration").
				orElse(missing("NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found")),
			op("GetBucketPolicyStatus", "GET /{Bucket}?policyStatus").by("Bucket").in("PolicyStatus").
				orElse(missing("NoSuchBucketPolicy", "The bucket policy does not exist")),
			op("GetBucketPolicy", "GET /{Bucket}?policy").by("Bucket").as("raw").
				orElse(missing("NoSuchBucketPolicy", "The bucket policy does not exist")),
			op("GetBucketVersioning", "GET /{Bucket}?versioning").by("Bucket").in("VersioningConfiguration").orElse(nothing),
			op("GetBucketTagging", "GET /{Bucket}?tagging").by("Bucket").in("Tagging").
				orElse(missing("NoSuchTagSet", "The TagSet does not exist")),
			op("GetObjectLockConfiguration", "GET /{Bucket}?object-lock").by("Bucket").in("ObjectLockConfiguration").
				orElse(missing("ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket")),
			op("GetBucketReplication", "GET /{Bucket}?replication").by("Bucket").in("ReplicationConfiguration").
				orElse(missing("ReplicationConfigurationNotFoundError", "The replication configuration was not found")),
		}}
	for _, o := range s.operations[1:] {
		o.answer = ofBucket
	}
	return s
}

func s3Control() *service {
	return &service{name: "s3control", protocol: restXML, signing: "s3", global: true, notFound: apiError{Status: 404, Code: "NoSuchResource"},
		operations: []*operation{
			op("GetPublicAccessBlock", "GET /v20180820/configuration/publicAccessBlock").in("PublicAccessBlockConfiguration").
				orElse(&apiError{Status: 404, Code: "NoSuchPublicAccessBlockConfiguration", Message: "The public access block configuration was not found"}),
		}}
}
